"""Is the service in this container healthy? Exits with 0 when it is, for Docker's HEALTHCHECK."""

# ruff: noqa: INP001 - a script that is copied into the image, not a module

import os
import sys
import urllib.error
import urllib.request

URL = "http://127.0.0.1:{BANGDUAN_PORT}/{HEALTH_SERVICE}/health"


def main() -> int:
    """Ask the service; HEALTH_SERVICE names it, as compose does for each container."""
    try:
        with urllib.request.urlopen(URL.format_map(os.environ), timeout=4) as answer:  # noqa: S310
            return 0 if answer.status == 200 else 1
    except KeyError as missing:
        sys.stderr.write(f"set {missing} so that the container's health can be known\n")
    except (urllib.error.URLError, TimeoutError) as error:
        sys.stderr.write(f"{URL.format_map(os.environ)}: {error}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
