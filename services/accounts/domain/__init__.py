"""The rules of who may come in, one file an aggregate; pure.

``account`` · ``session`` · ``token`` for programs · ``address`` whence it was tried too often ·
``signing_key`` · ``password`` what one may be · ``waiting`` how long after which failures
"""
