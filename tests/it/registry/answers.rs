//! What the answers mean.

use std::time::Duration;

use avrolane::framing::SchemaId;
use avrolane::registry::{Error, ErrorKind, SchemaDefinition};
use avrolane::retry::RetryPolicy;
use avrolane::schema::SchemaGuid;
use avrolane::{Disposition, registry};
use serde_json::json;

use super::support::{Answer, Server};

async fn schema_by_id(answer: Answer) -> Result<registry::StoredSchema, Error> {
    let server = Server::answering(answer).await;
    server
        .client()
        .schema_by_id(SchemaId::new(7).unwrap(), None)
        .await
}

async fn register(answer: Answer) -> Result<registry::RegisteredSchema, Error> {
    let server = Server::answering(answer).await;
    let definition = SchemaDefinition::from_text(r#""string""#);
    server.client().register("flights-value", &definition).await
}

#[tokio::test]
async fn every_status_has_its_kind() {
    use Disposition::{Fatal, Retry, Skip};
    for (status, error_code, kind, disposition) in [
        (400, 400, ErrorKind::Refused, Fatal),
        (401, 401, ErrorKind::Unauthorized, Fatal),
        (403, 403, ErrorKind::Forbidden, Fatal),
        (404, 404, ErrorKind::UnexpectedAnswer, Fatal),
        (404, 40401, ErrorKind::SubjectNotFound, Skip),
        (404, 40402, ErrorKind::VersionNotFound, Skip),
        (404, 40403, ErrorKind::SchemaNotFound, Skip),
        (404, 40408, ErrorKind::Refused, Fatal),
        (405, 405, ErrorKind::Refused, Fatal),
        (408, 408, ErrorKind::Unavailable, Retry),
        (422, 42201, ErrorKind::InvalidSchema, Skip),
        (422, 42205, ErrorKind::Refused, Fatal),
        (429, 42901, ErrorKind::Unavailable, Retry),
        (500, 50001, ErrorKind::Unavailable, Retry),
        (501, 501, ErrorKind::Refused, Fatal),
        (502, 502, ErrorKind::Unavailable, Retry),
        (503, 50003, ErrorKind::Unavailable, Retry),
        (504, 50002, ErrorKind::Unavailable, Retry),
    ] {
        let error = schema_by_id(Answer::refusal(status, error_code, "so it is"))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), kind, "{status} {error_code}");
        assert_eq!(error.disposition(), disposition, "{status} {error_code}");
        assert_eq!(error.is_retryable(), disposition == Retry);
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.error_code(), Some(error_code));
        assert_eq!(error.registry_message(), Some("so it is"));
        assert!(has_advice(&error), "{error}");
    }
}

/// Whether an error goes on behind the registry's answer, and says what to do.
fn has_advice(error: &Error) -> bool {
    let text = error.to_string();
    text.split_once("so it is); ")
        .is_some_and(|(_, advice)| !advice.is_empty())
}

#[tokio::test]
async fn a_refused_registration_says_what_to_do() {
    for (status, error_code) in [
        (409, 409),
        (422, 42201),
        (422, 42205),
        (429, 429),
        (500, 50001),
    ] {
        let error = register(Answer::refusal(status, error_code, "so it is"))
            .await
            .unwrap_err();
        assert!(has_advice(&error), "{error}");
    }
}

#[tokio::test]
async fn a_registry_that_wants_fewer_requests_is_to_be_asked_less_often() {
    let error = register(Answer::text(429, "")).await.unwrap_err();
    assert!(error.to_string().contains("ask less often"), "{error}");
}

#[tokio::test]
async fn an_incompatible_schema_is_refused_with_all_the_messages() {
    let message = "Schema being registered is incompatible with an earlier schema for subject \
                   \"flights-value\", details: [{errorType:'TYPE_MISMATCH', description:'…'}, \
                   {oldSchemaVersion: 2}]";
    for error_code in [409, 40901] {
        let error = register(Answer::refusal(409, error_code, message))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Incompatible);
        assert_eq!(error.subject(), Some("flights-value"));
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[tokio::test]
async fn a_look_up_that_finds_nothing_names_both_ways_out() {
    for (error_code, kind) in [
        (40401, ErrorKind::SubjectNotFound),
        (40403, ErrorKind::SchemaNotFound),
    ] {
        let server = Server::answering(Answer::refusal(404, error_code, "Schema not found")).await;
        let definition = SchemaDefinition::from_text(r#""string""#);
        let error = server
            .client()
            .look_up("flights-value", &definition)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), kind);
        assert_eq!(
            error.to_string(),
            format!(
                "cannot look up a schema of subject flights-value at {}: the registry does not \
                 have it (404, error code {error_code}: Schema not found); register it before the \
                 producer starts, from CI or by hand, or have the producer register it with \
                 SchemaSelection::Register",
                server.url()
            )
        );
    }
}

#[tokio::test]
async fn missing_and_wrong_credentials_are_told_apart_and_shown_nowhere() {
    let server = Server::answering(Answer::refusal(401, 401, "Unauthorized")).await;
    let missing = server.client().versions("a").await.unwrap_err();
    assert!(
        missing
            .to_string()
            .contains("set basic_auth or bearer_token"),
        "{missing}"
    );
    let client = server
        .builder()
        .basic_auth("user", "secret")
        .build()
        .unwrap();
    let wrong = client.versions("a").await.unwrap_err();
    assert!(
        wrong
            .to_string()
            .contains("check basic_auth or bearer_token"),
        "{wrong}"
    );
    assert!(!format!("{wrong} {wrong:?} {client:?}").contains("secret"));
}

#[tokio::test]
async fn a_404_without_a_registrys_code_is_not_a_missing_schema() {
    for answer in [
        Answer::text(404, ""),
        Answer::text(404, "<html>nginx</html>"),
        Answer::text(404, r#"{"message": "no Route matched"}"#),
        Answer::refusal(404, 404, "HTTP 404 Not Found"),
    ] {
        let error = schema_by_id(answer).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
        assert!(
            error.to_string().contains("must be the registry's base"),
            "{error}"
        );
    }
}

/// A registry as it was before there were GUIDs.
async fn registry_without_guids() -> Server {
    Server::start(|request, _| match request.line.as_str() {
        "GET /schemas/types" => Answer::json(&json!(["JSON", "PROTOBUF", "AVRO"])),
        "GET /schemas/ids/7" => Answer::json(&json!({"schema": r#""string""#})),
        _ => Answer::refusal(404, 404, "HTTP 404 Not Found"),
    })
    .await
}

#[tokio::test]
async fn a_guid_that_a_registry_knows_nothing_of_fails_its_record_alone() {
    let server = registry_without_guids().await;
    let client = server.client();
    for _ in 0..2 {
        let guid = SchemaGuid::from_bytes([b'x'; 16]);
        let error = client.schema_by_guid(guid).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::SchemaNotFound);
        assert_eq!(error.disposition(), Disposition::Skip);
        assert_eq!(
            error.to_string(),
            format!(
                "cannot get the schema with GUID 78787878-7878-7878-7878-787878787878 at {}: the \
                 registry does not have it, and may know no GUIDs at all (404: HTTP 404 Not \
                 Found); the record was written for a registry that knows GUIDs, as Apicurio does \
                 not, or it is no Avro at all and only starts with the same byte",
                server.url()
            )
        );
    }
    let by_guid = "GET /schemas/guids/78787878-7878-7878-7878-787878787878";
    assert_eq!(server.lines(), [by_guid, "GET /schemas/types", by_guid]);
}

#[tokio::test]
async fn a_registry_that_has_answered_needs_no_further_proof() {
    let server = registry_without_guids().await;
    let client = server.client();
    let id = SchemaId::new(7).unwrap();
    client.schema_by_id(id, None).await.unwrap();
    let guid = SchemaGuid::from_bytes([0; 16]);
    let error = client.schema_by_guid(guid).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SchemaNotFound);
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_guid_that_is_asked_for_at_a_wrong_url_does_not_blame_the_record() {
    for elsewhere in [
        Answer::text(404, ""),
        Answer::text(200, "<html>a page for every path</html>"),
        Answer::json(&json!({"status": "ok"})),
        Answer::refusal(403, 403, "Forbidden"),
    ] {
        let server = Server::start(move |request, _| match request.line.as_str() {
            "GET /schemas/types" => elsewhere.clone(),
            _ => Answer::text(404, ""),
        })
        .await;
        let guid = SchemaGuid::from_bytes([0; 16]);
        let error = server.client().schema_by_guid(guid).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
        assert_eq!(error.disposition(), Disposition::Fatal);
        assert!(
            error.to_string().contains("must be the registry's base"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn whether_a_guid_is_unknown_waits_for_a_registry_that_cannot_answer_now() {
    let server = Server::start(|request, _| match request.line.as_str() {
        "GET /schemas/types" => Answer::text(503, ""),
        _ => Answer::text(404, ""),
    })
    .await;
    let guid = SchemaGuid::from_bytes([0; 16]);
    let error = server.client().schema_by_guid(guid).await.unwrap_err();
    assert_eq!(error.disposition(), Disposition::Retry);
}

#[tokio::test]
async fn html_instead_of_json_is_called_that() {
    let page = Answer::text(200, "\n<!DOCTYPE html>…");
    let error = schema_by_id(page).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
    assert!(
        error.to_string().contains("an HTML page, not JSON"),
        "{error}"
    );
}

#[tokio::test]
async fn a_refusal_in_plain_text_keeps_its_text() {
    let answer = Answer::text(400, "malformed JSON");
    let error = schema_by_id(answer).await.unwrap_err();
    assert_eq!(error.registry_message(), Some("malformed JSON"));
}

#[tokio::test]
async fn answers_that_no_registry_gives_are_refused() {
    for body in [
        json!({"id": -1}),
        json!({"id": 2_147_483_648_u32}),
        json!({"id": 1.5}),
        json!({"id": "7"}),
        json!({"id": 7, "version": 0}),
        json!({"id": 7, "guid": "cd0e5b86"}),
        json!({"version": 1}),
        json!([7]),
        json!(null),
    ] {
        let error = register(Answer::json(&body.clone())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer, "{body}");
    }
    let error = schema_by_id(Answer::json(&json!({"schema": {"type": "string"}})))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
    let error = schema_by_id(Answer::text(204, "")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_not_read() {
    let server = Server::answering(Answer::text(200, &" ".repeat(2_000))).await;
    let client = server.builder().max_response_bytes(1_000).build().unwrap();
    let error = client.versions("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
    assert!(error.to_string().contains("over 1000 bytes"), "{error}");
}

#[tokio::test]
async fn a_passing_fault_passes() {
    let server = Server::start(|_, before| match before {
        0 | 1 => Answer::refusal(500, 50001, "store"),
        _ => Answer::json(&json!([1])),
    })
    .await;
    assert_eq!(server.client().versions("a").await.unwrap().len(), 1);
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn a_fault_that_stays_is_reported_after_three_retries() {
    let server = Server::answering(Answer::text(503, "")).await;
    let error = server.client().versions("a").await.unwrap_err();
    assert!(error.is_retryable());
    assert_eq!(server.received().len(), 4);
}

#[tokio::test]
async fn what_will_not_pass_is_not_repeated() {
    let server = Server::answering(Answer::refusal(404, 40401, "Subject 'a' not found.")).await;
    server.client().versions("a").await.unwrap_err();
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn the_registry_says_when_to_come_back() {
    let server = Server::start(|_, before| match before {
        0 => Answer::text(429, "").with_header("retry-after", "0"),
        _ => Answer::json(&json!([1])),
    })
    .await;
    // The wait that the policy alone would draw is a thousand days on average.
    let years = Duration::from_secs(1 << 28);
    let policy = RetryPolicy::default().base_delay(years).max_delay(years);
    let client = server.builder().retry(policy).build().unwrap();
    assert_eq!(client.versions("a").await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_registry_that_wants_a_long_rest_is_not_asked_again() {
    let throttled = Answer::text(429, "").with_header("retry-after", "3600");
    let server = Server::answering(throttled).await;
    let error = server.client().versions("a").await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert_eq!(server.received().len(), 1);
}
