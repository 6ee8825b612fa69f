"""The way between services: relay, subscription, replay, dead letters, on kombu and nameko.

    log → relay → exchange → a queue per subscriber and source → subscription → one transaction

Guarantees
    * every event of a source reaches every subscriber, in the source's order, and takes effect
      once, whatever is restarted, killed or wiped, as long as the source's database is there;
    * a command is accepted with the broker down; its events leave when it is back.
Not guaranteed: any order between sources, or that a dead letter's own subject is current.
"""
