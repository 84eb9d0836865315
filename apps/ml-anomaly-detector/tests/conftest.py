pytest_plugins = ["service_kit_py.testing.plugin"]
