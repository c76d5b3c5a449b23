"""Photographs of papers into pages: found, straightened, judged, bound. Pure on arrays.

OpenCV is known only here and to the camera.
"""
