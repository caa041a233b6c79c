"""What happens in the shop, told to every open page as it happens (server-sent events,
WHATWG HTML, section 9.2): from the broker into a ring of the last minutes, and from there to
each stream at its own pace.
"""
