//! `avrolane registry`: a Schema Registry until Ctrl-C.

use std::error::Error;
use std::fmt;
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use avrolane_embedded::EmbeddedRegistry;
use clap::Args;
use tokio::runtime;

/// How long requests that are under way at the end may take.
const PATIENCE: Duration = Duration::from_secs(5);

const EXAMPLES: &str = "\
Examples:
  avrolane registry --port 0
  avrolane registry --file schemas.json --basic-auth ada:secret
  curl http://127.0.0.1:8081/subjects";

/// Serve a Schema Registry that behaves as Confluent's does, until Ctrl-C
///
/// Its URL is the one line that it prints. It is made for tests and for development: it knows Avro
/// only, and runs in this one process. At the end it answers the requests that are under way.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Registry {
    /// Port to listen on; 0 for a free one
    #[arg(long, default_value_t = 8081)]
    port: u16,

    /// Address to listen on; 0.0.0.0 lets others than this machine in
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,

    /// File to keep the schemas in between runs; without one, they are gone at the end
    #[arg(long)]
    file: Option<PathBuf>,

    /// Answer only those who name this user and this password
    #[arg(long, value_name = "USER:PASSWORD")]
    basic_auth: Option<Credentials>,
}

#[derive(Clone)]
struct Credentials {
    user: String,
    password: String,
}

impl Registry {
    pub(crate) fn run(self) -> Result<(), Box<dyn Error>> {
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        // From here on, an interrupt is waited for and no longer just ends the process.
        let interrupted = {
            let _entered = runtime.enter();
            interrupted()?
        };
        let mut builder = EmbeddedRegistry::builder().host(self.host).port(self.port);
        if let Some(file) = self.file {
            builder = builder.file(file);
        }
        if let Some(Credentials { user, password }) = &self.basic_auth {
            builder = builder.basic_auth(user, password);
        }
        let registry = builder.start()?;
        let mut output = io::stdout();
        writeln!(output, "{}", registry.url())?;
        output.flush()?;
        runtime.block_on(interrupted);
        registry.shut_down(PATIENCE);
        Ok(())
    }
}

/// Ends with Ctrl-C, or when the process is told to terminate.
#[cfg(unix)]
fn interrupted() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends with Ctrl-C.
#[cfg(windows)]
fn interrupted() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}

impl FromStr for Credentials {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (user, password) = text
            .split_once(':')
            .ok_or("a user and a password have a colon between them")?;
        Ok(Self {
            user: user.to_owned(),
            password: password.to_owned(),
        })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}
