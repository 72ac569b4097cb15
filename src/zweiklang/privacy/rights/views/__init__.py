"""Pages of rights: one's own, the desk that answers, and the parents of adults."""
