//! Contexts in front of paths: `/contexts/.staging/subjects/s` is `/subjects/:.staging:s`.

use axum::extract::Request;
use axum::http::Uri;
use percent_encoding::percent_decode_str;

/// Rewrites a request whose path begins with a context, as Confluent's `ContextFilter` does it.
pub(super) fn rewrite<B>(mut request: Request<B>) -> Request<B> {
    if let Some(uri) = rewritten(request.uri()) {
        *request.uri_mut() = uri;
    }
    request
}

fn rewritten(uri: &Uri) -> Option<Uri> {
    let rest = uri.path().strip_prefix("/contexts/")?;
    let (context, path) = rest.split_once('/')?;
    let path = path.trim_end_matches('/');
    let prefix = prefix(context);
    if path.is_empty() || prefix.is_empty() {
        return if path.is_empty() {
            None
        } else {
            parse(path, uri.query().unwrap_or_default())
        };
    }
    let mut segments: Vec<&str> = path.split('/').collect();
    let is_setting = matches!(segments.as_slice(), ["config" | "mode", ..]);
    let of_setting = is_setting.then_some(1);
    let of_subject = segments
        .iter()
        .position(|segment| *segment == "subjects")
        .map(|position| position + 1);
    let subject = of_setting.or(of_subject);
    let qualified = match subject.and_then(|at| segments.get(at).copied()) {
        Some(subject) => qualify(&prefix, subject),
        None => prefix.clone(),
    };
    match subject {
        Some(at) if at < segments.len() => {
            if let Some(segment) = segments.get_mut(at) {
                *segment = &qualified;
            }
        }
        _ if is_setting => segments.push(&qualified),
        _ => {}
    }
    let path = segments.join("/");
    parse(
        &path,
        &query(&path, uri.query().unwrap_or_default(), &prefix),
    )
}

fn parse(path: &str, query: &str) -> Option<Uri> {
    let separator = if query.is_empty() { "" } else { "?" };
    format!("/{path}{separator}{query}").parse().ok()
}

/// The query with the context in the parameter that names a subject, where the path names none.
fn query(path: &str, query: &str, prefix: &str) -> String {
    let parameter = match path {
        "schemas" | "subjects" => "subjectPrefix",
        _ if path.starts_with("schemas/ids") => "subject",
        _ if path.starts_with("associations") => "context",
        _ => return query.to_owned(),
    };
    let mut is_there = false;
    let mut parameters: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| match pair.split_once('=') {
            Some((name, value)) if name == parameter => {
                is_there = true;
                format!("{name}={}", qualify(prefix, value))
            }
            _ => pair.to_owned(),
        })
        .collect();
    if !is_there {
        parameters.push(format!("{parameter}={prefix}"));
    }
    parameters.join("&")
}

/// The prefix of the context that a path names, with or without its colons and dot; nothing for the
/// default one.
fn prefix(context: &str) -> String {
    let decoded = percent_decode_str(context).decode_utf8_lossy();
    if decoded.trim_matches(':') == "." {
        return String::new();
    }
    let colons = |text: &str| {
        let text = text
            .strip_prefix("%3A")
            .or(text.strip_prefix("%3a"))
            .unwrap_or(text);
        let text = text
            .strip_suffix("%3A")
            .or(text.strip_suffix("%3a"))
            .unwrap_or(text);
        text.trim_matches(':').to_owned()
    };
    let name = colons(context);
    let name = name.strip_prefix('.').unwrap_or(&name);
    format!(":.{name}:")
}

/// A subject that names a context already is left alone.
fn qualify(prefix: &str, subject: &str) -> String {
    let decoded = percent_decode_str(subject).decode_utf8_lossy();
    if decoded.starts_with(":.") || decoded.starts_with(":*:") {
        subject.to_owned()
    } else {
        format!("{prefix}{subject}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(uri: &str) -> String {
        rewritten(&uri.parse().unwrap()).map_or_else(|| uri.to_owned(), |uri| uri.to_string())
    }

    #[test]
    fn the_context_becomes_a_part_of_the_subject() {
        for (from, to) in [
            (
                "/contexts/.x/subjects/s/versions",
                "/subjects/:.x:s/versions",
            ),
            (
                "/contexts/x/subjects/s/versions",
                "/subjects/:.x:s/versions",
            ),
            ("/contexts/:.x:/subjects/s", "/subjects/:.x:s"),
            ("/contexts/.x/subjects/:.y:s", "/subjects/:.y:s"),
            ("/contexts/.x/subjects/%3A.y%3As", "/subjects/%3A.y%3As"),
            ("/contexts/./subjects/s", "/subjects/s"),
            ("/contexts/.x/subjects", "/subjects?subjectPrefix=:.x:"),
            (
                "/contexts/.x/subjects?subjectPrefix=a&deleted=true",
                "/subjects?subjectPrefix=:.x:a&deleted=true",
            ),
            ("/contexts/.x/config", "/config/:.x:"),
            ("/contexts/.x/mode/s?force=true", "/mode/:.x:s?force=true"),
            ("/contexts/.x/schemas/ids/1", "/schemas/ids/1?subject=:.x:"),
            (
                "/contexts/.x/compatibility/subjects/s/versions/1?verbose=true",
                "/compatibility/subjects/:.x:s/versions/1?verbose=true",
            ),
        ] {
            assert_eq!(path(from), to, "{from}");
        }
    }

    #[test]
    fn contexts_themselves_are_left_alone() {
        for unchanged in [
            "/contexts",
            "/contexts/.x",
            "/contexts/.x/",
            "/subjects/contexts",
        ] {
            assert_eq!(path(unchanged), unchanged);
        }
    }
}
