"""The tour: a minute over the real room of a sample fleet, with the real keys."""

from __future__ import annotations

from dataclasses import dataclass

TOUR_FLEET = "sample:shop"


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step: what to see, and the action that leads on."""

    text: str
    action: str


TOUR: tuple[TourStep, ...] = (
    TourStep("Objects are on the left. 3v means: three groups of clusters get three different "
             "results. Go to the next object.", "next_object"),
    TourStep("The right side shows what one group of clusters gets, and on every changed line "
             "who changed it. Look at the next group.", "next_variant"),
    TourStep("The same as template and result beside each other.", "toggle_layout"),
    TourStep("All groups at once: changed fields against variants.", "show_grid"),
    TourStep("Why did a policy or a rule not run? The trace says it.", "show_trace"),
    TourStep("What if a policy went? Nothing is written: the room just shows what would "
             "change where.", "delete_policy"),
    TourStep("And take it back.", "undo"),
)
