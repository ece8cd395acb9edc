//! The file that a registry keeps its schemas in.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Mutex;

use super::errors::Refusal;
use super::routes::Shared;
use super::state::State as Registered;

/// A file, always whole: what is new is written beside it and then takes its name.
#[derive(Debug)]
pub(super) struct Storage {
    path: PathBuf,
}

impl Storage {
    pub(super) fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
        }
    }

    /// What the file holds; nothing if there is no such file yet.
    pub(super) fn load(&self) -> io::Result<Registered> {
        let json = match fs::read(&self.path) {
            Ok(json) => json,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Registered::default()),
            Err(error) => return Err(error),
        };
        Registered::from_json(&json).map_err(|error| {
            let problem = format!(
                "it is damaged, or no registry wrote it ({error}); it was left as it is: \
                 repair it, or name another file"
            );
            io::Error::new(ErrorKind::InvalidData, problem)
        })
    }

    /// Replaces what the file holds.
    pub(super) fn save(&self, json: &[u8]) -> io::Result<()> {
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(".new");
        let new = self.path.with_file_name(name);
        let mut file = File::create(&new)?;
        file.write_all(json)?;
        file.sync_all()?;
        fs::rename(&new, &self.path)?;
        self.sync_directory()
    }

    /// Has the new name outlive a loss of power too.
    #[cfg(unix)]
    fn sync_directory(&self) -> io::Result<()> {
        let directory = self.path.parent().filter(|path| path.is_dir());
        File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
    }

    /// Other systems have no such call.
    #[cfg(not(unix))]
    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }
}

/// The registry and its file.
#[derive(Debug)]
pub(super) struct Kept {
    shared: Shared,
    storage: Storage,
    /// The last change that the file has.
    saved: Mutex<u64>,
}

impl Kept {
    pub(super) fn new(shared: Shared, storage: Storage) -> Self {
        Self {
            shared,
            storage,
            saved: Mutex::default(),
        }
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Has the file hold everything up to the last change. Those who wait for one another find their
    /// changes saved along with those of the first.
    async fn save(&self) -> io::Result<()> {
        let wanted = self.shared.lock().changes();
        let mut saved = self.saved.lock().await;
        if *saved >= wanted {
            return Ok(());
        }
        let (changes, json) = {
            let state = self.shared.lock();
            (state.changes(), state.to_json())
        };
        self.storage.save(&json.map_err(io::Error::other)?)?;
        *saved = changes;
        Ok(())
    }
}

/// Saves what a request changed before it is answered.
pub(super) async fn keep(
    State(kept): State<Option<Arc<Kept>>>,
    request: Request,
    next: Next,
) -> Response {
    let reads = request.method() == Method::GET;
    let response = next.run(request).await;
    let Some(kept) = kept.filter(|_| !reads && response.status().is_success()) else {
        return response;
    };
    match kept.save().await {
        Ok(()) => response,
        Err(error) => Refusal::store(&error).into_response(),
    }
}
