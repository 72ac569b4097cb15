"""What `zweiklang doctor` looks at: one module per part of an installation, one function per check.

A check asks and changes nothing, but for a probe file and a probe entry of the cache that it removes again. It returns what it found and
what to do; it names no person, no address of one and no secret.
"""
