"""What machines ask this process: whether it lives, whether it may be sent requests, and what it measures.

Answered at the very front, before hosts, sessions, sign-in and the way to https: a load balancer has none of them.
"""
