"""The Failover room: scenarios, timelines, the doctor and the tracer, as view models."""
