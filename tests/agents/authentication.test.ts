import './onAgents';
import '../bot/authentication.test';
