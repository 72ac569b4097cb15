"""The demo world: one class of 24 with 14 firms, a second school, and a year of training records. Names are invented.

Made once, relative to the day of the first start; a second start finds everything again by its keys and keeps what people wrote.
"""

from zweiklang.cli.demo_world.filling import fill

__all__ = ["fill"]
