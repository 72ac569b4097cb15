"""The proof that a generated world has the memberships the product itself derives."""

from zweiklang.cli.hesse_world.public import differences

__all__ = ["differences"]
