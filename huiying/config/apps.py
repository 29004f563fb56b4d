from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Hangs the reactions of `wiring.py` on the audit record once all models are known."""

    name = "huiying.config"
    label = "config"

    def ready(self) -> None:
        from huiying.audit.actions import subscribe  # noqa: PLC0415 - models first
        from huiying.config.wiring import REACTIONS  # noqa: PLC0415

        subscribe(REACTIONS)
