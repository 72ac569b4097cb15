"""The planner for a firm: what it is asked, the job that computes, what it proposes, and how a person takes it over."""
