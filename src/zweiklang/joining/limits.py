"""How often somebody may try at the entrance: per code, per address of the network and per account."""

from zweiklang.kernel.limits import Limit

CODE_TRIES = Limit("joining-code", 10, 600)
# A class of 28 types its letters in one lesson, some of it twice; nobody guesses the 55 bits of a code.
NETWORK_TRIES = Limit("joining-network", 120, 600)
ACCOUNT_TRIES = Limit("joining-account", 30, 600)
MAILS_TO_ADDRESS = Limit("joining-mails", 5, 3600)
MAILS_FROM_NETWORK = Limit("joining-mails-network", 120, 3600)
