"""Whether and how workloads come home after a failover."""
