"""What Apache Kafka is told so that it asks its clients for accounts."""

from collections.abc import Iterator, Mapping

_SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule"


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
    return {
        "listeners": f"SASL_PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}",
        "advertised.listeners": f"SASL_PLAINTEXT://127.0.0.1:{port}",
        "listener.security.protocol.map": "SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name": "SASL_PLAINTEXT",
        "sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-512",
        "listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config": _login(
            operator, password
        ),
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        # ANONYMOUS is the broker itself at its own controller.
        "super.users": f"User:{operator};User:ANONYMOUS",
    }


def of_client(accounts: Mapping[str, str]) -> str:
    """The operator's, as the console tools read it."""
    if not accounts:
        return ""
    return (
        "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-512\n"
        f"sasl.jaas.config={_login(*next(iter(accounts.items())))}\n"
    )


def _login(name: str, password: str) -> str:
    return f'{_SCRAM} required username="{name}" password="{password}";'
