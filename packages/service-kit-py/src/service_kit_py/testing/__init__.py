"""A pytest plugin: `pytest_plugins = ["service_kit_py.testing.plugin"]` in a conftest.py gives its fixtures."""
