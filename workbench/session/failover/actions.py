"""Actions of the Failover room: keys, palette, buttons and help come from this table."""

from __future__ import annotations

from workbench.session.actions import OVERRIDES_ACTIONS, Action

SPEEDS = (1, 10, 60, 600, 3600)
"""Simulated seconds a second."""

_SHARED = ("next_panel", "choose", "leave", "enter_overrides", "enter_placement",
           "enter_failover", "open_fleet")

FAILOVER_ACTIONS: tuple[Action, ...] = (
    Action("next_workload", "j", "Next workload", "Look at the next workload.", "Move"),
    Action("previous_workload", "k", "Previous workload", "Look at the workload before.", "Move"),
    Action("filter", "slash", "Filter", "Show only workloads whose name has this text.", "Move",
           "text"),
    Action("toggle_play", "space", "Play or pause", "Let simulated time go on, or stop it.",
           "Time"),
    Action("step", "right", "Step", "Go to the next event.", "Time"),
    Action("step_back", "left", "Step back", "Go to the event before.", "Time"),
    Action("rewind", "home", "Rewind", "Go to the start.", "Time"),
    Action("go_to_end", "end", "End", "Go to the end of the run.", "Time"),
    Action("faster", "plus", "Faster", "Play faster, up to an hour a second.", "Time"),
    Action("slower", "minus", "Slower", "Play slower, down to real time.", "Time"),
    Action("lose", "l", "Lose a cluster", "It goes down, with everything in it.", "Scenario",
           "cluster"),
    Action("cut", "c", "Cut a cluster off", "Karmada does not reach it; what runs there goes on.",
           "Scenario", "cluster"),
    Action("lose_zone", "z", "Lose a zone", "Every cluster wholly in it goes down.", "Scenario",
           "zone"),
    Action("lose_region", "R", "Lose a region", "Every cluster of it goes down.", "Scenario",
           "region"),
    Action("break_workload", "b", "Break the workload", "Its copy in this cluster is unhealthy; "
           "* wherever it goes.", "Scenario", "cluster"),
    Action("silence_workload", "S", "Take its status away", "Nobody writes the status of its copy "
           "in this cluster.", "Scenario", "cluster"),
    Action("taint", "t", "Taint a cluster", "CLUSTER=KEY[=VALUE]:NoExecute, as somebody would.",
           "Scenario", "taint"),
    Action("flap", "F", "Flap", "A cluster goes down and up again and again.", "Scenario",
           "cluster"),
    Action("rebalance", "B", "Rebalance", "A WorkloadRebalancer asks for everything, at this "
           "time.", "Scenario"),
    Action("undo", "u", "Undo", "Take the last part of the scenario back.", "Scenario"),
    Action("set_knob", "s", "Set", "A gate, flag, field or assumption: NAME=VALUE.", "Settings",
           "setting"),
    Action("toggle_preset", "p", "All on, all off", "Everything that failover needs, or Karmada's "
           "defaults.", "Settings"),
    Action("toggle_version", "V", "Karmada version", "Simulate the other Karmada version.",
           "Settings"),
    Action("pin", "P", "Compare", "Keep this run, and show the next settings beside it.",
           "Settings"),
    Action("show_timeline", "1", "Timeline", "Phases and windows of the workload.", "Show"),
    Action("show_events", "2", "Events", "Every event, and what decided it.", "Show"),
    Action("show_knobs", "3", "Settings", "Everything that can be set.", "Show"),
    Action("show_tracer", "4", "State", "The workload's state on its way, and what keeps it.",
           "Show"),
    Action("show_doctor", "5", "Doctor", "Would failover work here? Plays every loss.", "Show"),
    Action("show_comparison", "6", "Side by side", "This run beside the pinned one.", "Show"),
    Action("show_failback", "7", "Failback", "What brings everything home, as played.", "Show"),
    Action("toggle_trigger", "T", "Which failover", "Trace the state through the failover of the "
           "application, or of the cluster.", "Show"),
    Action("copy", "y", "Copy", "Copy what the tab shows.", "Take away", is_local=True),
    Action("write_report", "w", "Report", "Write the run: Markdown, HTML or JSON, by the file's "
           "ending.", "Take away", "path"),
    Action("save", "ctrl+s", "Save the run", "Fleet, scenario, settings and run in one file.",
           "Take away", "path"),
    Action("open_run", "ctrl+r", "Open a run", "A run that was saved.", "Take away", "path"),
    *(action for action in OVERRIDES_ACTIONS if action.id in _SHARED),
    Action("toggle_theme", "ctrl+t", "Dark or light", "Switch between dark and light colours.",
           "Workbench", is_local=True),
    Action("help", "question_mark", "Help", "Show the keys of this room.", "Workbench",
           is_local=True),
    Action("palette", "ctrl+p", "Palette", "Find any action by name.", "Workbench", is_local=True),
    Action("quit", "q", "Quit", "Leave.", "Workbench", is_local=True),
)
FAILOVER_BY_ID = {action.id: action for action in FAILOVER_ACTIONS}
