"""The front, between the server and Django, in the event loop.

Waiting costs nothing here. It reads the bodies that are wanted, refuses what comes too slowly or
too large, and hands whole requests to Django in threads, so that no client can hold a thread.
"""
