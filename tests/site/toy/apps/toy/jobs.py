"""Long work of the toy part."""

from mandate.platform.access.actor import Actor
from mandate.platform.jobs.kinds import JobKind, Work


def _build(actor: Actor, work: Work) -> Work:
    built = [*work.result.get("built", []), f"toy {work.at + 1}"]
    return work.on(work.at + 1, {"built": built})


KINDS = (
    JobKind(
        name="toys.build",
        label="building toys",
        action=lambda data: "toys.manage",
        title=lambda data: f"Build {data['number']} toys",
        step=_build,
        told=lambda actor, result: [f"Built {', '.join(result.get('built', []))}."],
        address=lambda data: "/toys/",
    ),
)
