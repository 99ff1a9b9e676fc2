// Command karmada is Karmada's components and karmadactl in one program.
// The first argument names the component; what follows are that component's own flags.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	"k8s.io/component-base/logs"
	_ "k8s.io/component-base/logs/json/register"
	"k8s.io/klog/v2"
	"k8s.io/kubectl/pkg/cmd/util"
	controllerruntime "sigs.k8s.io/controller-runtime"

	agent "github.com/karmada-io/karmada/cmd/agent/app"
	aggregated "github.com/karmada-io/karmada/cmd/aggregated-apiserver/app"
	controllers "github.com/karmada-io/karmada/cmd/controller-manager/app"
	descheduler "github.com/karmada-io/karmada/cmd/descheduler/app"
	scheduler "github.com/karmada-io/karmada/cmd/scheduler/app"
	webhook "github.com/karmada-io/karmada/cmd/webhook/app"
	"github.com/karmada-io/karmada/pkg/karmadactl"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "name a component, or karmadactl")
		os.Exit(2)
	}
	component := os.Args[1]
	os.Args = append([]string{component}, os.Args[2:]...)

	if component == "karmadactl" {
		if err := cli.RunNoErrOutput(karmadactl.NewKarmadaCtlCommand("karmadactl", "karmadactl")); err != nil {
			util.CheckErr(err)
		}
		return
	}

	ctx := controllerruntime.SetupSignalHandler()
	controllerruntime.SetLogger(klog.Background())
	var command *cobra.Command
	switch component {
	case "karmada-controller-manager":
		command = controllers.NewControllerManagerCommand(ctx)
	case "karmada-scheduler":
		command = scheduler.NewSchedulerCommand(ctx.Done())
	case "karmada-webhook":
		command = webhook.NewWebhookCommand(ctx)
	case "karmada-aggregated-apiserver":
		command = aggregated.NewAggregatedApiserverCommand(ctx)
	case "karmada-descheduler":
		command = descheduler.NewDeschedulerCommand(ctx.Done())
	case "karmada-agent":
		command = agent.NewAgentCommand(ctx)
	default:
		fmt.Fprintf(os.Stderr, "no such component: %q\n", component)
		os.Exit(2)
	}
	code := cli.Run(command)
	logs.FlushLogs()
	os.Exit(code)
}
