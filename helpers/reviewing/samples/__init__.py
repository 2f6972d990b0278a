"""Two collections of learners' functions, wrong ones and right ones, on which the referee is tried."""
