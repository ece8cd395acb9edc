//! Schemas from directories, and code into files, as a build script does it.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{self, Command};

use avrolane::codegen::{CodegenErrorKind, Generator};

/// A directory of the test's own, which goes away with it.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let path = path.join(format!("codegen-{name}-{}", process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, file: &str, text: &str) -> PathBuf {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const POINT: &str = r#"{"type": "record", "name": "Point", "fields": [
    {"name": "x", "type": "int"}]}"#;

#[test]
fn all_schemas_below_a_directory_are_read_and_nothing_else() {
    let directory = Directory::new("below");
    directory.write("geometry/plane/point.avsc", POINT);
    directory.write("list.avsc", r#"{"type": "array", "items": "Point"}"#);
    directory.write("README.md", "no schema");
    let generated = Generator::new().schema_dir(&directory.0).generate_code();
    let code = generated.unwrap().code;
    assert!(code.contains("pub struct Point {"), "{code}");
    assert!(code.contains("pub struct List(pub Vec<Point>);"), "{code}");
}

#[test]
fn a_file_that_is_up_to_date_is_not_touched() {
    let directory = Directory::new("touched");
    let schema = directory.write("point.avsc", POINT);
    let output = directory.0.join("events.rs");
    let generator = Generator::new().schema_file(&schema);
    assert_eq!(generator.generate_to_file(&output).unwrap(), []);
    let code = fs::read_to_string(&output).unwrap();
    assert!(code.contains("pub struct Point {"), "{code}");
    // A file that cannot be written shows that it is not.
    let mut permissions = fs::metadata(&output).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&output, permissions).unwrap();
    let before = fs::metadata(&output).unwrap().modified().unwrap();
    assert_eq!(generator.generate_to_file(&output).unwrap(), []);
    let after = fs::metadata(&output).unwrap().modified().unwrap();
    assert_eq!(before, after);
}

/// What a build script does, in the process that the next test starts.
#[test]
#[ignore = "is run by another test, with the variables of a build script"]
fn build_script() {
    let schemas = env::var_os("SCHEMAS").unwrap();
    let generator = Generator::new().schema_dir(schemas);
    generator.generate_to_out_dir("events.rs").unwrap();
}

#[test]
fn a_build_script_writes_to_out_dir_and_tells_cargo_what_to_watch() {
    let directory = Directory::new("script");
    let schema = r#"{"type": "record", "name": "Point", "fields": [
        {"name": "x", "type": {"type": "array", "items": "int", "java-class": "List"}}]}"#;
    directory.write("point.avsc", schema);
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "files::build_script", "--ignored", "--nocapture"])
        .env("OUT_DIR", &directory.0)
        .env("SCHEMAS", &directory.0)
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let watched = format!("cargo::rerun-if-changed={}", directory.0.display());
    assert!(output.lines().any(|line| line == watched), "{output}");
    let warned = output.lines().any(|line| {
        line.starts_with("cargo::warning=") && line.contains("`Point.x`: the property `java-class`")
    });
    assert!(warned, "{output}");
    let code = fs::read_to_string(directory.0.join("events.rs")).unwrap();
    assert!(code.contains("pub struct Point {"), "{code}");
}

#[test]
fn what_cannot_be_read_or_written_is_named() {
    let directory = Directory::new("named");
    let missing = directory.0.join("missing");
    let error = Generator::new().schema_dir(&missing).generate_code();
    let error = error.unwrap_err();
    assert_eq!(error.kind(), &CodegenErrorKind::Read(missing.clone()));
    let shown = format!("{error:?}");
    assert!(
        shown.starts_with(&format!("{} cannot be read: ", missing.display())),
        "{shown}"
    );

    let error = Generator::new().schema_dir(&directory.0).generate_code();
    let kind = CodegenErrorKind::NoSchemas(Some(directory.0.clone()));
    assert_eq!(error.unwrap_err().kind(), &kind);

    let schema = directory.write("point.avsc", POINT);
    let output = directory.0.join("missing/events.rs");
    let error = Generator::new()
        .schema_file(&schema)
        .generate_to_file(&output);
    assert_eq!(error.unwrap_err().kind(), &CodegenErrorKind::Write(output));

    let broken = directory.write("broken.avsc", "{}");
    let error = Generator::new().schema_dir(&directory.0).generate_code();
    let error = error.unwrap_err();
    assert_eq!(error.file(), Some(broken.to_str().unwrap()));
}
