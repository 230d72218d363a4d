//! Measurements and endurance: not part of `test`, because figures need a quiet machine.

use crate::process::{cargo, run};
use crate::{Step, refuse};

pub fn bench(arguments: &[String]) -> Step {
    run(cargo().args(["run", "--release", "--package", "stockroom-bench", "--"]).args(arguments))
}

/// The kill test of the suite with more rounds.
pub fn kill(arguments: &[String]) -> Step {
    let rounds = match arguments {
        [flag, rounds] if flag == "--rounds" => rounds.parse::<u32>().ok(),
        _ => None,
    };
    let Some(rounds) = rounds.filter(|rounds| *rounds > 0) else {
        return Err(refuse("usage: cargo xtask kill --rounds N"));
    };
    run(cargo().args(["test", "--test", "kill", "--", "--nocapture"]).env("STOCKROOM_KILL_ROUNDS", rounds.to_string()))
}
