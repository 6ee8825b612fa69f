"""The way in: JSON resources, pages, problem details. Flask, mounted in nameko's web server."""
