"""The unit of work of each task: load, call a pure room, save; every one may run twice."""
