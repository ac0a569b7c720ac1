"""The clock: the only room that knows SimPy. Its one product is a log of events."""
