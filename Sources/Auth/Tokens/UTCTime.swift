/// Moments as RFC 3339 writes them, in UTC.
enum UTCTime {
    /// Reads `2027-12-31`, the beginning of that day, or `2027-12-31T12:00:00Z`.
    ///
    /// - Returns: the time since 1970; `nil` for what is no date, or before 1970.
    static func parse(_ text: ArraySlice<UInt8>) -> Duration? {
        let text = Array(text)
        guard text.count == 10 || text.count == 20,
            let year = number(text[0..<4]), text[4] == UInt8(ascii: "-"), let month = number(text[5..<7]),
            text[7] == UInt8(ascii: "-"), let day = number(text[8..<10]),
            year >= 1970, (1...12).contains(month), day >= 1, day <= length(ofMonth: month, year)
        else { return nil }
        let midnight = Duration.seconds(86_400 * days(year, month, day))
        guard text.count == 20 else { return midnight }
        guard text[10] == UInt8(ascii: "T"), let hour = number(text[11..<13]), text[13] == UInt8(ascii: ":"),
            let minute = number(text[14..<16]), text[16] == UInt8(ascii: ":"), let second = number(text[17..<19]),
            text[19] == UInt8(ascii: "Z"), hour < 24, minute < 60, second < 60
        else { return nil }
        return midnight + .seconds(hour * 3600 + minute * 60 + second)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private static func length(ofMonth month: Int, _ year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1 January 1970, by the Gregorian calendar.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let past = year - 1
        let leapDays = past / 4 - past / 100 + past / 400 - 477
        let inYear = (1..<month).reduce(0) { $0 + length(ofMonth: $1, year) }
        return 365 * (year - 1970) + leapDays + inYear + day - 1
    }
}
