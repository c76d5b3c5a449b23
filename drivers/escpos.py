"""ESC/POS receipt printers."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class EscposOptions(BaseModel):
    """How a printer is built and set up; see `drivers/README.md` for how to find out."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    width_mm: Literal[58, 80] = 80
    mode: Literal["auto", "raster", "text"] = "auto"
    status: bool = True
    automatic_status: bool = False
    cut: Literal["full", "partial", "none"] = "partial"
    feed_lines: int = Field(default=5, ge=0, le=20)
    band_lines: int = Field(default=256, ge=24, le=960)
