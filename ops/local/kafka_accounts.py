"""What Apache Kafka is told so that it asks its clients for accounts.

Clients prove theirs by SCRAM-SHA-512, which stands in Kafka's own data. The operator, the
first account, also has the settings' word (PLAIN): that lets Kafka talk to itself, and
accounts be written into data that were made without any.
"""

from collections.abc import Iterator, Mapping

_LOGIN = "org.apache.kafka.common.security.{}LoginModule required"
_PLAIN, _SCRAM = _LOGIN.format("plain.Plain"), _LOGIN.format("scram.Scram")


def to_format(accounts: Mapping[str, str]) -> Iterator[str]:
    """Arguments of the step that formats the data folder: accounts are in its first
    record, so that nothing has to come before them."""
    for name, password in accounts.items():
        yield f"--add-scram=SCRAM-SHA-512=[name={name},password={password}]"


def of_broker(
    accounts: Mapping[str, str], port: int, controller_port: int
) -> dict[str, str]:
    """Settings in place of those of a broker that asks for none."""
    if not accounts:
        return {}
    operator, password = next(iter(accounts.items()))
    own = f'{_login(_PLAIN, operator, password)} user_{operator}="{password}";'
    clients, controller = (
        f"listener.name.{name}" for name in ("sasl_plaintext", "controller")
    )
    return {
        "listeners": f"SASL_PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}",
        "advertised.listeners": f"SASL_PLAINTEXT://127.0.0.1:{port}",
        "listener.security.protocol.map": "SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
        "inter.broker.listener.name": "SASL_PLAINTEXT",
        "sasl.mechanism.inter.broker.protocol": "PLAIN",
        "sasl.mechanism.controller.protocol": "PLAIN",
        f"{clients}.sasl.enabled.mechanisms": "SCRAM-SHA-512,PLAIN",
        f"{clients}.scram-sha-512.sasl.jaas.config": f"{_SCRAM};",
        f"{clients}.plain.sasl.jaas.config": own,
        f"{controller}.sasl.enabled.mechanisms": "PLAIN",
        f"{controller}.plain.sasl.jaas.config": own,
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": f"User:{operator}",
    }


def of_client(accounts: Mapping[str, str]) -> str:
    """The operator's, as the console tools read it."""
    if not accounts:
        return ""
    login = _login(_PLAIN, *next(iter(accounts.items())))
    return (
        "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n"
        f"sasl.jaas.config={login};\n"
    )


def to_alter(password: str) -> str:
    """One account, as the tool that writes it into a running Kafka reads it."""
    return f"SCRAM-SHA-512=password={password}\n"


def _login(module: str, name: str, password: str) -> str:
    return f'{module} username="{name}" password="{password}"'
