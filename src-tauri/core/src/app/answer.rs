//! The one shape of every answer.

use super::run::RunResult;
use crate::kernel::{Failure, Refusal, RequestId};
use serde::Serialize;

#[derive(Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case", rename_all_fields = "camelCase")]
enum Answer<'a, T: Serialize> {
    Done { request_id: &'a str, value: &'a T },
    Declined { request_id: &'a str, value: &'a T },
    Refused { request_id: &'a str, refusal: &'a Refusal, message: String },
    Incident { request_id: &'a str, incident: &'a str },
}

pub fn done<T: Serialize>(request_id: RequestId, value: &T) -> Result<String, Failure> {
    Ok(serde_json::to_string(&Answer::Done { request_id: &request_id.to_string(), value })?)
}

pub fn declined<T: Serialize>(request_id: RequestId, value: &T) -> Result<String, Failure> {
    Ok(serde_json::to_string(&Answer::Declined { request_id: &request_id.to_string(), value })?)
}

pub fn refused(request_id: &str, refusal: &Refusal) -> String {
    let message = refusal.to_string();
    tracing::debug!(request_id, code = refusal.code(), "{message}");
    let request_id = &request_id.chars().take(60).collect::<String>();
    text(&Answer::Refused::<()> { request_id, refusal, message })
}

pub fn incident(request_id: &str, incident: &str) -> String {
    text(&Answer::Incident::<()> { request_id, incident })
}

fn text(answer: &Answer<'_, ()>) -> String {
    // Texts and numbers of ours always serialise; were it otherwise the caller still gets an incident.
    serde_json::to_string(answer)
        .unwrap_or_else(|_| "{\"outcome\":\"incident\",\"requestId\":\"\",\"incident\":\"INC-ANSWER\"}".to_owned())
}

/// The answer to a command as it ran.
pub fn of(request_id: &str, result: RunResult) -> String {
    match result {
        Ok(answer) => answer,
        Err(Failure::Refused(refusal)) => refused(request_id, &refusal),
        Err(Failure::Sql(error)) => incident(request_id, &crate::db::incident_number("a statement", &error)),
        Err(Failure::Bug(what)) => incident(request_id, &what),
    }
}
