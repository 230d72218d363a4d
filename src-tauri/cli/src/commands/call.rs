//! `call`: any command of the table, as it is.

use crate::answer::{Outcome, Stop};
use crate::args::Global;
use crate::desk::{self, Desk};
use crate::voice::Voice;
use serde_json::Value;
use std::ffi::OsStr;
use std::io::Read;
use stockroom_core::OpenOptions;

/// The most that is read from the standard input, in bytes: a little more than the core takes, so that the core says
/// that it is too large.
const MAX_REQUEST: u64 = (1 << 20) + 1;

pub fn call(
    global: &Global,
    voice: Voice,
    name: &str,
    request: &OsStr,
    request_id: Option<String>,
) -> Result<(), Stop> {
    let request = read(request)?;
    let request_id = request_id.unwrap_or_else(desk::request_id);
    let desk = Desk::open_with(global, OpenOptions::new(desk::store(global)?), &request_id)?;
    let answer = desk.ask_bytes(name, &request_id, &request)?;
    match &answer.outcome {
        Outcome::Done { .. } if voice.json => voice.line(&answer.line),
        Outcome::Done { value } => voice.say(&pretty(value)),
        Outcome::Declined { value, .. } => {
            voice.say(&pretty(value));
            return Err(Stop::Answered(answer));
        }
        Outcome::Refused { .. } | Outcome::Incident { .. } => return Err(Stop::Answered(answer)),
    }
    Ok(())
}

/// The request's bytes, which need not be text: the core says what is wrong with them.
fn read(request: &OsStr) -> Result<Vec<u8>, Stop> {
    if request != "-" {
        return Ok(request.as_encoded_bytes().to_vec());
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(MAX_REQUEST)
        .read_to_end(&mut bytes)
        .map_err(|error| Stop::Usage(format!("The standard input cannot be read: {error}.")))?;
    Ok(bytes)
}

fn pretty(value: &Value) -> String {
    format!("{value:#}")
}
