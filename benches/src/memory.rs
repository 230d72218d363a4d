//! The memory of this process, as the system counts it.

/// Resident memory in MB; zero where the system does not say.
pub fn resident_mb() -> f64 {
    field_mb("VmRSS:")
}

/// The most that was resident so far, in MB.
pub fn peak_mb() -> f64 {
    field_mb("VmHWM:")
}

/// Lets the peak begin anew.
pub fn reset_peak() {
    // Linux only; elsewhere the peak is simply that of the whole run.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn field_mb(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}
