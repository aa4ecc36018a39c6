"""From a payable line to its allowed amount, and from that to who pays what."""
