"""The one table of actions: keys, palette, buttons and help of every front end come from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """Something a user can do.

    Attributes:
        id: what code calls it; a room has a method of this name.
        key: key in the terminal, in Textual's spelling; empty if there is none.
        title: what a button or a palette says.
        help: one sentence for the help page.
        group: heading under which the help page lists it.
        argument: what the front end must ask for first (``text``, ``path``); empty for nothing.
        is_local: the front end does it by itself (focus, scrolling, quitting).
    """

    id: str
    key: str
    title: str
    help: str
    group: str
    argument: str = ""
    is_local: bool = False


_TOUR = Action("start_tour", "t", "Take the tour",
               "A minute over a sample fleet, with the real keys.", "Workbench", is_local=True)

ROOM_ACTIONS: tuple[Action, ...] = (
    Action("enter_overrides", "f1", "Overrides", "What every cluster gets of every object.",
           "Rooms", is_local=True),
    Action("enter_placement", "f2", "Placement", "Which clusters every object goes to, and why.",
           "Rooms", is_local=True),
    Action("enter_failover", "f4", "Failover", "What happens when a cluster or a workload fails.",
           "Rooms", is_local=True),
)

OVERRIDES_ACTIONS: tuple[Action, ...] = (
    Action("next_object", "j", "Next object", "Look at the next object of the list.", "Move"),
    Action("previous_object", "k", "Previous object", "Look at the object before.", "Move"),
    Action("next_variant", "right_square_bracket", "Next variant",
           "Look at the next group of clusters with equal results.", "Move"),
    Action("previous_variant", "left_square_bracket", "Previous variant",
           "Look at the group before.", "Move"),
    Action("next_problem", "n", "Next problem", "Go to the next problem and its object.", "Move"),
    Action("filter", "slash", "Filter",
           "Show only objects that fit: text, or a path such as $.spec.replicas.", "Move", "text"),
    Action("show_diff", "1", "Diff", "What changes, line by line, with its cause.", "Show"),
    Action("show_result", "2", "Result", "The whole object as the clusters get it.", "Show"),
    Action("show_trace", "3", "Trace",
           "Policy by policy, rule by rule: what ran, what didn't, and why.", "Show"),
    Action("show_grid", "4", "Grid", "Changed fields against variants.", "Show"),
    Action("show_edit", "5", "Edit", "Edit the selected policy and see what it would do.", "Show"),
    Action("toggle_layout", "v", "Side by side", "Switch between unified and side by side.",
           "Show"),
    Action("toggle_folds", "x", "Unfold", "Show or hide the unchanged parts.", "Show"),
    Action("toggle_version", "V", "Karmada version",
           "Judge by the other Karmada version that the workbench knows.", "Show"),
    Action("toggle_everywhere", "E", "Everywhere",
           "Every object against every cluster, whatever placement says.", "Show"),
    Action("apply_fix", "f", "Fix", "Put the fix of the selected problem into the editor's policy "
           "as a what-if.", "Change"),
    Action("make_override", "o", "Make this an override",
           "Write the smallest override that gives the selected field this value.", "Change",
           "value"),
    Action("delete_policy", "D", "What if deleted",
           "Show what becomes of every cluster when the selected policy goes.", "Change"),
    Action("join_cluster", "J", "What if a cluster joins",
           "Show what a cluster with these labels would get.", "Change", "labels"),
    Action("undo", "u", "Undo", "Take the last what-if back.", "Change"),
    Action("save_edit", "ctrl+s", "Save",
           "Write the edited policy back to its file. Nothing else ever writes.", "Change"),
    Action("copy", "y", "Copy", "Copy what the tab shows.", "Take away", is_local=True),
    Action("write_report", "w", "Report",
           "Write a report: Markdown, HTML or JSON, by the file's ending.", "Take away", "path"),
    Action("next_panel", "tab", "Next panel", "Go to the next panel; shift+tab goes back.",
           "Within lists", is_local=True),
    Action("choose", "enter", "Go there",
           "Go to a problem, look into an object, edit a policy, compare two variants.",
           "Within lists", is_local=True),
    Action("leave", "escape", "Leave", "Leave the text, a question or the tour.",
           "Within lists", is_local=True),
    *ROOM_ACTIONS,
    _TOUR,
    Action("zoom", "z", "Zoom", "Give the whole screen to what the tab shows.", "Workbench",
           is_local=True),
    Action("toggle_theme", "T", "Dark or light", "Switch between dark and light colours.",
           "Workbench", is_local=True),
    Action("open_fleet", "ctrl+o", "Open", "Open another fleet.", "Workbench", is_local=True),
    Action("help", "question_mark", "Help", "Show the keys of this room.", "Workbench",
           is_local=True),
    Action("palette", "ctrl+p", "Palette", "Find any action by name.", "Workbench", is_local=True),
    Action("quit", "q", "Quit", "Leave. Unsaved what-ifs are named first.", "Workbench",
           is_local=True),
)

_SHARED = (
    "next_object", "previous_object", "filter", "show_edit", "toggle_version", "delete_policy",
    "join_cluster", "undo", "save_edit", "copy", "next_panel", "choose", "leave", "zoom",
    "toggle_theme", "open_fleet", "help", "palette", "quit",
    *(action.id for action in ROOM_ACTIONS),
)
PLACEMENT_ACTIONS: tuple[Action, ...] = (
    Action("show_clusters", "1", "Clusters",
           "Every cluster: what it gets, its score and room, or why it is refused.", "Show"),
    Action("show_decision", "2", "Decision",
           "Which policy claims the object, which lost, and the division step by step.", "Show"),
    Action("show_needs", "3", "Belongings",
           "What the object needs, whether it goes along, and what stays behind.", "Show"),
    Action("show_moves", "4", "Moves", "What the what-ifs move; what they delete stands first.",
           "Show"),
    Action("show_requests", "6", "Requests",
           "What is sent to each member for it, whether its pods restart, would it be accepted.",
           "Show"),
    Action("taint_cluster", "t", "Taint",
           "Taint a cluster, or take a taint away.", "What if", "taint"),
    Action("label_cluster", "l", "Label",
           "Give a cluster other labels, provider, region or zone.", "What if", "cluster labels"),
    Action("set_capacity", "c", "Capacity",
           "Say how much is free in a cluster.", "What if", "capacity"),
    Action("lose_cluster", "L", "Lose a cluster",
           "Show what becomes of everything when a cluster is gone.", "What if", "cluster"),
    Action("rebalance", "R", "Rebalance",
           "A WorkloadRebalancer asks for a new division of the selected object.", "What if"),
    *(action for action in OVERRIDES_ACTIONS if action.id in _SHARED),
)

START_ACTIONS: tuple[Action, ...] = (
    _TOUR,
    Action("open_path", "slash", "Open a path", "Type the path of a file or folder.", "Start",
           is_local=True),
    Action("go_back", "escape", "Back", "Leave the line, or go back to the room.", "Start",
           is_local=True),
    *(action for action in OVERRIDES_ACTIONS if action.id in ("toggle_theme", "help", "quit")),
)

BY_ID = {
    action.id: action for action in (*START_ACTIONS, *PLACEMENT_ACTIONS, *OVERRIDES_ACTIONS)
}


def key_label(action: Action) -> str:
    """The action's key as help pages print it."""
    names = {"right_square_bracket": "]", "left_square_bracket": "[", "slash": "/",
             "question_mark": "?", "plus": "+", "minus": "-", "left": "←", "right": "→"}
    return names.get(action.key, action.key)
