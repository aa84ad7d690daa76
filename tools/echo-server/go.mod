module kato-platform/tools/echo-server

go 1.26

tool kato-platform/tools/echo-server
