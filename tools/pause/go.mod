module kato-platform/tools/pause

go 1.26

tool kato-platform/tools/pause
