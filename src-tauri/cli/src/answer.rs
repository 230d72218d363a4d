//! The core's answers, and how a run ends.

use crate::voice::Voice;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use stockroom_core::Refusal;

/// One answer: the line as the core gave it, and what it says.
#[derive(Debug)]
pub struct Answer {
    pub line: String,
    pub outcome: Outcome,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Outcome {
    Done { value: Value },
    Declined { request_id: String, value: Value },
    Refused { request_id: String, refusal: Coded, message: String },
    Incident { request_id: String, incident: String },
}

/// A refusal by its code; the rest of it is in the line and in the message.
#[derive(Debug, Deserialize)]
pub struct Coded {
    pub code: String,
}

/// Why a run did not do what it was asked.
#[derive(Debug)]
pub enum Stop {
    /// The core said no, or kept something else, or met a bug of its own.
    Answered(Answer),
    /// Everything ran, and what it found is not in order. It was told already.
    NotInOrder,
    /// The command line asks for something that cannot be.
    Usage(String),
    /// A bug of ours.
    Bug(String),
}

impl Answer {
    pub fn parse(line: String) -> Result<Answer, Stop> {
        match serde_json::from_str(&line) {
            Ok(outcome) => Ok(Answer { line, outcome }),
            Err(error) => Err(Stop::Bug(format!("an answer cannot be read: {error}: {line}"))),
        }
    }

    /// A refusal from before there was a store to answer, in the shape of every other.
    pub fn refused(request_id: &str, refusal: &Refusal) -> Answer {
        let message = refusal.to_string();
        let line = json!({
            "outcome": "refused", "requestId": request_id, "refusal": refusal, "message": message,
        });
        let refusal = Coded { code: refusal.code().to_owned() };
        let outcome = Outcome::Refused { request_id: request_id.to_owned(), refusal, message };
        Answer { line: line.to_string(), outcome }
    }

    pub fn is_busy(&self) -> bool {
        matches!(&self.outcome, Outcome::Refused { refusal, .. } if refusal.code == "BUSY")
    }

    /// As [`Answer::value`], for the answer that a run is about: machines get its line as it is.
    pub fn told<T: DeserializeOwned>(self, voice: Voice) -> Result<T, Stop> {
        if voice.json && matches!(self.outcome, Outcome::Done { .. }) {
            voice.line(&self.line);
        }
        self.value()
    }

    /// The value of an answer that is done; anything else stops the run.
    pub fn value<T: DeserializeOwned>(self) -> Result<T, Stop> {
        match self.outcome {
            Outcome::Done { value } => serde_json::from_value(value)
                .map_err(|error| Stop::Bug(format!("an answer is not what was expected: {error}: {}", self.line))),
            Outcome::Declined { .. } | Outcome::Refused { .. } | Outcome::Incident { .. } => Err(Stop::Answered(self)),
        }
    }
}

impl Stop {
    /// The sentence for the standard error; None where it was told already.
    pub fn sentence(&self) -> Option<String> {
        match self {
            Stop::Answered(answer) => match &answer.outcome {
                Outcome::Done { .. } => None,
                Outcome::Declined { request_id, .. } => {
                    Some(format!("declined: it was kept, but not as asked (request {request_id})"))
                }
                Outcome::Refused { request_id, refusal, message } => {
                    Some(format!("refused {}: {message} (request {request_id})", refusal.code))
                }
                Outcome::Incident { request_id, incident } => {
                    Some(format!("a bug, nothing was changed: {incident} (request {request_id})"))
                }
            },
            Stop::NotInOrder => None,
            Stop::Usage(said) => Some(said.clone()),
            Stop::Bug(what) => Some(format!("a bug: {what}")),
        }
    }

    pub fn exit_code(&self) -> u8 {
        match self {
            Stop::Answered(answer) => match &answer.outcome {
                Outcome::Done { .. } => 0,
                Outcome::Declined { .. } | Outcome::Refused { .. } => 1,
                Outcome::Incident { .. } => 3,
            },
            Stop::NotInOrder => 1,
            Stop::Usage(_) => 2,
            Stop::Bug(_) => 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop(line: &str) -> Stop {
        Stop::Answered(Answer::parse(line.to_owned()).expect("an answer"))
    }

    #[test]
    fn the_exit_code_says_how_it_ended() {
        let declined = stop(r#"{"outcome":"declined","requestId":"r","value":{}}"#);
        let refused =
            stop(r#"{"outcome":"refused","requestId":"r","refusal":{"code":"BUSY","what":"w"},"message":"m"}"#);
        let incident = stop(r#"{"outcome":"incident","requestId":"r","incident":"INC-1"}"#);
        assert_eq!([declined, refused, incident].map(|stop| stop.exit_code()), [1, 1, 3]);
        assert_eq!(Stop::Usage(String::new()).exit_code(), 2);
        assert_eq!(Stop::Bug(String::new()).exit_code(), 3);
        assert!(matches!(Answer::parse("no answer".to_owned()), Err(Stop::Bug(_))));
    }

    #[test]
    fn a_refusal_before_opening_looks_like_every_other() {
        let answer = Answer::refused("r", &Refusal::FileMissing { path: "/a".to_owned() });
        let again = Answer::parse(answer.line.clone()).expect("an answer");
        assert!(matches!(again.outcome, Outcome::Refused { refusal, .. } if refusal.code == "FILE_MISSING"));
        let said = Stop::Answered(answer).sentence().expect("a sentence");
        assert!(
            said.starts_with("refused FILE_MISSING: There is no store file at /a.") && said.ends_with("(request r)")
        );
    }
}
