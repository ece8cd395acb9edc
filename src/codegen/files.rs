//! Schemas from files, and code into files.

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::error::{CodegenError, CodegenErrorKind};
use super::generator::{Generated, Generator};
use super::warning::Warning;

/// How the names of schema files end.
const EXTENSION: &str = "avsc";

/// The longest text of a schema, in bytes, and one more.
const MAX_LENGTH: u64 = (4 << 20) + 1;

impl Generator {
    /// Makes the code for the schemas in the files and directories that were named, in the order
    /// of their paths.
    ///
    /// # Errors
    ///
    /// As [`generate`](Self::generate), and if a file or a directory cannot be read, or a
    /// directory has no schemas.
    pub fn generate_code(&self) -> Result<Generated, CodegenError> {
        let mut paths = self.files.clone();
        for directory in &self.directories {
            let mut found = Vec::new();
            find(directory, &mut found)?;
            if found.is_empty() {
                let kind = CodegenErrorKind::NoSchemas(Some(directory.clone()));
                return Err(CodegenError::new(kind));
            }
            paths.append(&mut found);
        }
        paths.sort();
        paths.dedup();
        let mut schemas = Vec::with_capacity(paths.len());
        for path in &paths {
            schemas.push((path.display().to_string(), read(path)?));
        }
        let schemas = schemas.iter();
        let schemas = schemas.map(|(name, text)| (name.as_str(), text.as_str()));
        self.generate(&schemas.collect::<Vec<_>>())
    }

    /// Makes the code and writes it to a file. A file that has it already is not touched, so that
    /// nothing is built again for it.
    ///
    /// # Errors
    ///
    /// As [`generate_code`](Self::generate_code), and if the file cannot be written.
    pub fn generate_to_file(&self, path: impl AsRef<Path>) -> Result<Vec<Warning>, CodegenError> {
        let path = path.as_ref();
        let Generated { code, warnings } = self.generate_code()?;
        let has_it = fs::read(path).is_ok_and(|old| old == code.as_bytes());
        if !has_it {
            fs::write(path, code).map_err(|error| CodegenError::write(path, error))?;
        }
        Ok(warnings)
    }

    /// Makes the code and writes it to the file with this name in cargo's `OUT_DIR`; for build
    /// scripts.
    ///
    /// It tells cargo to run the script again when a schema changes, and to show the warnings.
    ///
    /// # Errors
    ///
    /// As [`generate_to_file`](Self::generate_to_file), and if `OUT_DIR` is not set.
    pub fn generate_to_out_dir(&self, file_name: &str) -> Result<(), CodegenError> {
        let directory = env::var_os("OUT_DIR");
        let directory = directory.ok_or_else(|| CodegenError::new(CodegenErrorKind::NoOutDir))?;
        let path = PathBuf::from(directory).join(file_name);
        // Also where the schemas are wrong, so that the script runs again when they change.
        let mut instructions = self.sources();
        let outcome = self.generate_to_file(path);
        if let Ok(warnings) = &outcome {
            let warnings = warnings.iter();
            instructions.extend(warnings.map(|warning| format!("cargo::warning={warning}")));
        }
        let instructions = instructions.join("\n");
        writeln!(io::stdout(), "{instructions}")
            .map_err(|error| CodegenError::write(Path::new("the standard output"), error))?;
        outcome.map(|_| ())
    }

    /// What cargo has to watch.
    fn sources(&self) -> Vec<String> {
        let paths = self.directories.iter().chain(&self.files);
        let paths = paths.map(|path| format!("cargo::rerun-if-changed={}", path.display()));
        paths.collect()
    }
}

/// Finds the schemas below a directory. Links to directories are not followed.
fn find(directory: &Path, found: &mut Vec<PathBuf>) -> Result<(), CodegenError> {
    let mut left = vec![directory.to_owned()];
    while let Some(directory) = left.pop() {
        let unreadable = |error| CodegenError::read(&directory, error);
        for entry in fs::read_dir(&directory).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let path = entry.path();
            if entry.file_type().map_err(unreadable)?.is_dir() {
                left.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == EXTENSION)
            {
                found.push(path);
            }
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, CodegenError> {
    let unreadable = |error| CodegenError::read(path, error);
    let file = fs::File::open(path).map_err(unreadable)?;
    let mut text = String::new();
    // What is longer is refused as a schema, and need not be in memory for that.
    io::Read::read_to_string(&mut io::Read::take(file, MAX_LENGTH), &mut text)
        .map_err(unreadable)?;
    Ok(text)
}
