"""Seeds whose fleets once differed from the preview, with what they showed; run with ``--kept``."""

from __future__ import annotations

KEPT_SEEDS: dict[int, str] = {
    1: "a Secret that follows a Deployment whose clusters are a tie: the tie is the Secret's too",
    3: "a StatefulSet's rolling update gets a field that the API server of 1.35 fills in",
    8: "a DaemonSet's revision is an annotation that Karmada's API server adds to the template",
    40: "a Secret that follows a Deployment takes its conflictResolution along (v1.12)",
    115: "the same: both of its clusters",
}
