//! The way into the core: one command for all of them, off the thread that draws.

use serde::Serialize;
use std::sync::Arc;
use stockroom_core::Refusal;
use tauri::State;
use tauri::async_runtime::spawn_blocking;
use tauri::ipc::Response;

use crate::store::{BootStatus, Failure, Store};

type Shared<'a> = State<'a, Arc<Store>>;

/// Hands a command's name and its raw JSON to the core. The answer crosses as the bytes that the
/// core wrote: it is serialised once, and never parsed on the way.
#[tauri::command]
pub async fn call(store: Shared<'_>, name: String, request_id: String, payload: String) -> Result<Response, ()> {
    let store = Arc::clone(&store);
    let id = request_id.clone();
    let answer = spawn_blocking(move || match store.opened() {
        Ok(opened) => opened.core.dispatch(&opened.session, &name, &request_id, &payload),
        Err(failure) => closed(&request_id, failure),
    })
    .await
    .unwrap_or_else(|error| incident(&id, &error));
    Ok(Response::new(answer.into_bytes()))
}

/// How the opening of the store went. Waits for it; asked again after a failure, it tries again.
#[tauri::command]
pub async fn boot_status(store: Shared<'_>) -> Result<BootStatus, String> {
    let store = Arc::clone(&store);
    spawn_blocking(move || store.status()).await.map_err(|error| error.to_string())
}

/// Asks a running command (an export) to stop. It answers its own caller.
#[tauri::command]
pub async fn cancel_request(store: Shared<'_>, request_id: String) -> Result<(), String> {
    let store = Arc::clone(&store);
    spawn_blocking(move || {
        if let Ok(opened) = store.opened() {
            opened.core.cancel(&request_id);
        }
    })
    .await
    .map_err(|error| error.to_string())
}

/// The answers that the shell itself must give, in the shape of the core's.
#[derive(Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case", rename_all_fields = "camelCase")]
enum ShellAnswer<'a> {
    Refused { request_id: &'a str, refusal: &'a Refusal, message: &'a str },
    Incident { request_id: &'a str, incident: String },
}

fn closed(request_id: &str, failure: Failure) -> String {
    match &failure.refusal {
        Some(refusal) => to_json(&ShellAnswer::Refused { request_id, refusal, message: &failure.message }),
        None => incident(request_id, &failure.message),
    }
}

fn incident(request_id: &str, cause: &dyn std::fmt::Display) -> String {
    // The request id is the number to look for in the log; there is no other place it was written.
    tracing::error!(request_id, %cause, "the shell could not answer");
    to_json(&ShellAnswer::Incident { request_id, incident: format!("shell-{request_id}") })
}

fn to_json(answer: &ShellAnswer<'_>) -> String {
    serde_json::to_string(answer)
        .expect("texts and refusals have string keys and finite numbers, so they are always JSON")
}
