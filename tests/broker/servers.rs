use std::env::{self, VarError};
use std::io::{self, Write};
use std::net::TcpStream;
use std::thread;

/// The servers that the tests run against.
#[derive(Debug)]
pub(crate) struct Servers {
    pub(crate) bootstrap_servers: String,
    pub(crate) schema_registry_url: String,
}

impl Servers {
    /// The servers that the environment names. Where it names none, says that the calling test is
    /// skipped and returns nothing.
    ///
    /// ```ignore
    /// let Some(servers) = Servers::or_skip() else { return };
    /// ```
    pub(crate) fn or_skip() -> Option<Self> {
        match (
            variable("BOOTSTRAP_SERVERS"),
            variable("SCHEMA_REGISTRY_URL"),
        ) {
            (Some(bootstrap_servers), Some(schema_registry_url)) => Some(Self {
                bootstrap_servers,
                schema_registry_url,
            }),
            (None, None) => {
                skip(
                    "neither BOOTSTRAP_SERVERS nor SCHEMA_REGISTRY_URL is set \
                     (see tests/servers/README.md)",
                );
                None
            }
            _ => panic!("BOOTSTRAP_SERVERS and SCHEMA_REGISTRY_URL are set together or not at all"),
        }
    }
}

fn variable(name: &str) -> Option<String> {
    match env::var(name) {
        Ok(value) => Some(value),
        Err(VarError::NotPresent) => None,
        Err(error) => panic!("{name}: {error}"),
    }
}

/// Says why the calling test does nothing. `eprintln` would be swallowed, as the test passes.
pub(crate) fn skip(reason: &str) {
    let thread = thread::current();
    let test = thread.name().unwrap_or("a test");
    let line = format!("skipped {test}: {reason}\n");
    io::stderr().write_all(line.as_bytes()).unwrap();
}

#[test]
fn the_servers_are_there() {
    let Some(servers) = Servers::or_skip() else {
        return;
    };
    for broker in servers.bootstrap_servers.split(',') {
        TcpStream::connect(broker).unwrap();
    }
    let url = servers.schema_registry_url.strip_prefix("http://").unwrap();
    TcpStream::connect(url.split('/').next().unwrap()).unwrap();
}
