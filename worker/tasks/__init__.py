"""Every task of the worker, one line each: which step runs, and which task its ids go to.

``hosts`` has those of the queues that wait on hosts, ``texts`` those of the queues that compute: a worker
loads the tasks of its queues, so that one which fetches carries no packs and no extractor.

What a task returns is kept nowhere; it is the few words that Flower shows as its result.
"""
