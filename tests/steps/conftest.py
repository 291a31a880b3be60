"""The steps run on both databases."""


def pytest_configure(config):
    config.pluginmanager.import_plugin("postgres")
