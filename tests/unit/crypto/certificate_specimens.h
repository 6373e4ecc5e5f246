// Certificates made with the OpenSSL command line for these tests; their keys were thrown away.
#pragma once

#include <string_view>

namespace evisa::crypto::test {

inline constexpr std::string_view kSpecimenCsca =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBPTCB8KADAgECAgEBMAUGAytlcDAlMQswCQYDVQQGEwJLWjEWMBQGA1UEAwwN\n"
    "U3BlY2ltZW4gQ1NDQTAeFw0yNjExMjEwMTUxMDhaFw0zNjExMTgwMTUxMDhaMCUx\n"
    "CzAJBgNVBAYTAktaMRYwFAYDVQQDDA1TcGVjaW1lbiBDU0NBMCowBQYDK2VwAyEA\n"
    "j8I+h4JX9EcCblIsOzOZ1M/WiiBhXAxtldWDDJIotwGjRTBDMBIGA1UdEwEB/wQI\n"
    "MAYBAf8CAQAwDgYDVR0PAQH/BAQDAgEGMB0GA1UdDgQWBBTWqUPf95oy6vpc0qfu\n"
    "5iHzKXJC1jAFBgMrZXADQQCaQILaV5ilXeh/Sz4HqnzxYOAMCei1jHvoq1DkjxDJ\n"
    "vunlhIwf7sHSqlzNUFTUlfjRol5qRrzFVkG6+q2W1CQB\n"
    "-----END CERTIFICATE-----\n";
inline constexpr std::string_view kSpecimenWithoutUsage =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBPzCB8qADAgECAgECMAUGAytlcDAlMQswCQYDVQQGEwJLWjEWMBQGA1UEAwwN\n"
    "U3BlY2ltZW4gQ1NDQTAeFw0yNjExMjEwMTUxMDhaFw0yNzExMjEwMTUxMDhaMBox\n"
    "CzAJBgNVBAYTAktaMQswCQYDVQQDDAJYSzAqMAUGAytlcAMhAGeLPYV5xTzCN1cm\n"
    "kR6hLXg+j7/VUCJuK4NtiljSUjvro1IwUDAOBgNVHQ8BAf8EBAMCB4AwHwYDVR0j\n"
    "BBgwFoAU1qlD3/eaMur6XNKn7uYh8ylyQtYwHQYDVR0OBBYEFKK8KiZvdGgXvlZ3\n"
    "7Ytw7G/U/pVCMAUGAytlcANBADiMqhc8uolsy4BIik9igrlnTPIx1CS4xXzPGG21\n"
    "bSdX0aTGsHiOxtpzMtRo/+0IKTh8vv1YQhiiVAxzcZyuRwc=\n"
    "-----END CERTIFICATE-----\n";
inline constexpr std::string_view kSpecimenBeyondCsca =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBVzCCAQmgAwIBAgIBAzAFBgMrZXAwJTELMAkGA1UEBhMCS1oxFjAUBgNVBAMM\n"
    "DVNwZWNpbWVuIENTQ0EwHhcNMjYxMTIxMDE1MTA4WhcNNDYxMTE2MDE1MTA4WjAa\n"
    "MQswCQYDVQQGEwJLWjELMAkGA1UEAwwCWFAwKjAFBgMrZXADIQBniz2FecU8wjdX\n"
    "JpEeoS14Po+/1VAibiuDbYpY0lI766NpMGcwDgYDVR0PAQH/BAQDAgeAMBUGA1Ud\n"
    "JQEB/wQLMAkGB2eBCAEBCwEwHwYDVR0jBBgwFoAU1qlD3/eaMur6XNKn7uYh8yly\n"
    "QtYwHQYDVR0OBBYEFKK8KiZvdGgXvlZ37Ytw7G/U/pVCMAUGAytlcANBACPp4ZAL\n"
    "wi9eHxOeX4JCH2lvkhcjHOtEYgVeByxYcElEzaUlEFiGJpF4lwTxiHgwXHyp/3rr\n"
    "3GvKnLaSvyLTEA0=\n"
    "-----END CERTIFICATE-----\n";

}  // namespace evisa::crypto::test
